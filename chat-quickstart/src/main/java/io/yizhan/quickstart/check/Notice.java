package io.yizhan.quickstart.check;

/**
 * What a message of the server tells a group.
 *
 * @param event by its name in the protocol
 * @param user whom it concerns
 */
public record Notice(String event, String user) {
    boolean comes() {
        return event.equals("created") || event.equals("joined");
    }

    boolean goes() {
        return event.equals("left") || event.equals("removed");
    }
}
