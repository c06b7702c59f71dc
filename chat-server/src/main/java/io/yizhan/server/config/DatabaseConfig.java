package io.yizhan.server.config;

import java.time.Duration;

/**
 * The MySQL-compatible database.
 *
 * @param url JDBC
 * @param user account
 * @param password never printed
 * @param connections the pool's size
 * @param timeout to get a connection, and of one statement
 */
public record DatabaseConfig(String url, String user, String password, int connections, Duration timeout) {
    @Override
    public String toString() {
        return "DatabaseConfig[url=" + url + ", user=" + user + ", password=***, connections=" + connections
                + ", timeout=" + timeout + "]";
    }
}
