package io.seatlog.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.RedisClient;

class TestServersTest {

    @Test
    void shouldAnswerOnAllThree() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", TestServers.kafka()));
                var map = RedisClient.create(TestServers.map().toString())) {
            assertThat(admin.describeCluster().nodes().get(20, TimeUnit.SECONDS)).hasSize(1);
            assertThat(map.ping()).isEqualTo("PONG");
        }
    }

    @Test
    void shouldGiveEveryCallerADatabaseOfItsOwn() throws Exception {
        SeatlogDatabase one = TestServers.freshDatabase();
        SeatlogDatabase other = TestServers.freshDatabase();

        for (SeatlogDatabase database : new SeatlogDatabase[]{one, other}) {
            try (Connection connection = database.connect(database.ticketing());
                    Statement statement = connection.createStatement()) {
                assertThat(statement.execute("create table ticketing.events (id int)")).isFalse();
            }
        }
        assertThat(one.url()).isNotEqualTo(other.url());
    }
}
