package io.yizhan.quickstart;

import io.yizhan.embedded.EmbeddedMariaDb;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;

/** Makes the users that a cluster starts with. */
final class Accounts {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final int SERVER_ERROR = 500;
    private static final int CREATED = 201;
    private static final int CONFLICT = 409;

    private final URI gate;
    private final EmbeddedMariaDb database;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(TIMEOUT).build();

    Accounts(URI gate, EmbeddedMariaDb database) {
        this.gate = gate;
        this.database = database;
    }

    /** Whether the gate answers HTTP, be it with a refusal. */
    boolean gateAnswers() throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(gate.resolve("/api/v1/nodes"))
                .timeout(TIMEOUT)
                .build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() < SERVER_ERROR;
        } catch (IOException e) {
            return false; // not yet listening; the caller asks again
        }
    }

    /** Makes a user with the password name + {@code -pass}; one that exists stays as it is. */
    void register(String user) throws InterruptedException {
        String body = "{\"userId\":\"" + user + "\",\"password\":\"" + user + "-pass\"}";
        HttpRequest request = HttpRequest.newBuilder(gate.resolve("/api/v1/users"))
                .timeout(TIMEOUT)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        try {
            HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != CREATED && response.statusCode() != CONFLICT) {
                throw new ClusterStartException("Could not make the user " + user + ": " + response.body());
            }
        } catch (IOException e) {
            throw new ClusterStartException("The gate did not answer (" + e + "): " + gate, e);
        }
    }

    /** Makes a user, or takes one that exists, and gives it the role that may see the nodes. */
    void registerAdmin(String user) throws InterruptedException {
        register(user);
        try (Connection connection =
                        DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
                PreparedStatement update =
                        connection.prepareStatement("UPDATE users SET role = 'ADMIN' WHERE user_id = ?")) {
            update.setString(1, user);
            update.executeUpdate();
        } catch (SQLException e) {
            throw new ClusterStartException("Could not make an admin of: " + user, e);
        }
    }
}
