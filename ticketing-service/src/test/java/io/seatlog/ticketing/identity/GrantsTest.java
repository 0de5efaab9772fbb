package io.seatlog.ticketing.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.seatlog.ticketing.RunningApi;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;

/** What each service may do in the database, by its own login: its own schema, and of the other's only what it must read. */
class GrantsTest {
    private static final RunningApi API = RunningApi.shared();
    private static final JdbcTemplate TICKETING = API.context.getBean(JdbcTemplate.class);
    private static final JdbcTemplate RESERVATION = API.truth;

    @Test
    void shouldLetTicketingReadWhatItShowsAndWriteNothingOfTheTruth() {
        var tables = tables("reservation");
        assertThat(tables).contains("booking", "buyer_tickets", "dead_letter", "partition_progress", "refusal",
                "subsection", "ticket");
        for (var table : tables) {
            for (var statement : List.of("insert into reservation." + table + " default values",
                    "delete from reservation." + table, "truncate reservation." + table,
                    "drop table reservation." + table)) {
                assertRefused(TICKETING, statement);
            }
        }
        assertThat(tables.stream().filter(table -> isRefused(TICKETING, "select * from reservation." + table)))
                .as("not even read").containsExactlyInAnyOrder("buyer_tickets", "dead_letter", "partition_progress");
        assertThat(isRefused(TICKETING, "select partition, topic_id, generation, next_offset from "
                + "reservation.partition_progress")).as("but how far it is").isFalse();
    }

    @Test
    void shouldLetReservationDoNothingWithWhatTicketingKeeps() {
        var tables = tables("ticketing");
        assertThat(tables).contains("event", "payment", "revoked_pass", "section", "subsection");
        for (var table : tables) {
            for (var statement : List.of("select * from ticketing." + table,
                    "insert into ticketing." + table + " default values", "delete from ticketing." + table,
                    "truncate ticketing." + table, "drop table ticketing." + table)) {
                assertRefused(RESERVATION, statement);
            }
        }
    }

    @Test
    void shouldLetNeitherMakeRolesDatabasesOrSchemasOfOthers() {
        for (var service : List.of(TICKETING, RESERVATION)) {
            for (var statement : List.of("create role mallory", "create database mallory", "create schema mallory",
                    "create table public.mallory (id integer)", "alter system set fsync = off",
                    "copy (select 1) to program 'true'", "select pg_read_file('PG_VERSION')")) {
                assertRefused(service, statement);
            }
        }
    }

    private static List<String> tables(String schema) {
        return TICKETING.queryForList("""
                select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
                 where n.nspname = ? and c.relkind in ('r', 'p') and c.relname <> 'flyway_schema_history'""",
                String.class, schema);
    }

    private static boolean isRefused(JdbcTemplate service, String statement) {
        try {
            service.execute(statement);
            return false;
        } catch (DataAccessException refused) {
            return refused.getRootCause() instanceof SQLException sql && sql.getSQLState().equals("42501");
        }
    }

    private static void assertRefused(JdbcTemplate service, String statement) {
        assertThatThrownBy(() -> service.execute(statement)).as(statement).rootCause()
                .isInstanceOfSatisfying(SQLException.class, sql -> assertThat(sql.getSQLState()).as(statement)
                        .isEqualTo("42501"));
    }
}
