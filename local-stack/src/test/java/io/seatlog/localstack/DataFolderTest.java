package io.seatlog.localstack;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {

    @TempDir
    Path root;

    @Test
    void shouldMakeSecretsOnceAndKeepThemPrivate() throws Exception {
        Credentials first = new DataFolder(root).credentials();

        assertThat(new DataFolder(root).credentials()).isEqualTo(first);
        assertThat(Base64.getDecoder().decode(first.receiptsKey())).hasSize(32);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(root.resolve("secrets.json"))))
                .isEqualTo("rw-------");
    }

    @Test
    void shouldForgetEverythingWhenErased() {
        try (DataFolder folder = new DataFolder(root)) {
            folder.open();
            Credentials before = folder.credentials();
            folder.settings(8);

            folder.erase();

            assertThat(folder.settings()).isEmpty();
            assertThat(folder.credentials()).isNotEqualTo(before);
            assertThat(folder.isInUse()).isTrue();
        }
    }

    @Test
    void shouldKeepThePartitionsOfTheFirstStart() {
        DataFolder folder = new DataFolder(root);

        assertThat(folder.settings((Integer) null).partitions()).isEqualTo(DataFolder.DEFAULT_PARTITIONS);
        assertThat(folder.settings(DataFolder.DEFAULT_PARTITIONS).partitions()).isEqualTo(64);
    }

    @Test
    void shouldReleaseTheLockWhenClosed() {
        try (DataFolder folder = new DataFolder(root)) {
            folder.open();
        }
        assertThat(new DataFolder(root).isInUse()).isFalse();
    }
}
