package io.yizhan.discovery;

import java.nio.charset.StandardCharsets;

/**
 * Who a program is to ZooKeeper, by digest authentication. Nobody administers these users: a node names those who may
 * get at it.
 *
 * @param name has no colon
 * @param password never printed
 */
public record ZooKeeperUser(String name, String password) {
    /** @throws IllegalArgumentException for an empty part, or a name with a colon; the message repeats neither */
    public ZooKeeperUser {
        if (name.isEmpty() || password.isEmpty()) {
            throw new IllegalArgumentException("A user of ZooKeeper has a name and a password");
        }
        if (name.contains(":")) {
            throw new IllegalArgumentException("The name of a user of ZooKeeper has no colon");
        }
    }

    /** What is shown to a server. */
    byte[] proof() {
        return (name + ":" + password).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "ZooKeeperUser[" + name + "]";
    }
}
