package io.yizhan.client.gate;

/**
 * Where to connect, and what to show there.
 *
 * @param freshLogin whether the password was used for it, so that the server may be another one than before
 */
public record Ticket(GateNode node, String token, boolean freshLogin) {
    /** Without the token, so that it does not get into a log. */
    @Override
    public String toString() {
        return "Ticket[node=" + node + ", freshLogin=" + freshLogin + "]";
    }
}
