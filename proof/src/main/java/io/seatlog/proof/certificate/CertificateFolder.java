package io.seatlog.proof.certificate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The folder that a certificate is written to. */
public final class CertificateFolder {
    public static final String JSON = "certificate.json";
    public static final String PAGE = "certificate.html";
    private static final JsonMapper MAPPER = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    private final Path folder;

    /** @param folder is made when it is missing; files of a certificate in it are replaced */
    public CertificateFolder(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder);
    }

    public Path path() {
        return folder;
    }

    public Path page() {
        return folder.resolve(PAGE);
    }

    /** @return the JSON as written */
    public String write(Certificate certificate) throws IOException {
        var json = MAPPER.writeValueAsString(certificate);
        Files.writeString(folder.resolve(JSON), json + "\n");
        Files.writeString(page(), CertificatePage.of(certificate));
        return json;
    }
}
