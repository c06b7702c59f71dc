package io.yizhan.gate.user;

/**
 * What the gate needs of a user's row.
 *
 * @param passwordHash with its parameters; never printed
 * @param role {@code USER} or {@code ADMIN}
 */
public record Account(String passwordHash, String role) {
    private static final String ADMIN = "ADMIN";

    public boolean isAdmin() {
        return role.equals(ADMIN);
    }

    @Override
    public String toString() {
        return "Account[role=" + role + "]";
    }
}
