package io.yizhan.server.session;

/**
 * Turns an address into something to send to.
 *
 * @param local the sessions here
 * @param peers the way to all others
 */
public record SessionLocator(SessionManager local, PeerTransport peers) {
    /** The session here, if it is; otherwise the way to where the registry says it is. */
    public ServerSession locate(SessionAddress address) {
        return local.find(address.session())
                .<ServerSession>map(session -> session)
                .orElseGet(() -> new RemoteSession(address, peers));
    }
}
