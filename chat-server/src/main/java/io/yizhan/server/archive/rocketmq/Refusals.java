package io.yizhan.server.archive.rocketmq;

import java.util.Optional;
import org.apache.rocketmq.client.exception.MQBrokerException;
import org.apache.rocketmq.client.exception.MQClientException;
import org.apache.rocketmq.remoting.protocol.ResponseCode;
import org.jspecify.annotations.Nullable;

/** Tells a broker's no to a user from all other trouble with it. */
final class Refusals {
    /** With the same code a broker or topic says no to everybody: it is being emptied. */
    private static final String TO_EVERYBODY = "sending message is forbidden";

    private Refusals() {}

    /** What the broker said, if {@code failure} comes from that. */
    static Optional<String> in(Throwable failure) {
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof MQBrokerException broker && broker.getResponseCode() == ResponseCode.NO_PERMISSION) {
                return toTheUser(broker.getErrorMessage());
            }
            if (cause instanceof MQClientException client && client.getResponseCode() == ResponseCode.NO_PERMISSION) {
                return toTheUser(client.getErrorMessage());
            }
        }
        return Optional.empty();
    }

    private static Optional<String> toTheUser(@Nullable String words) {
        return Optional.of(String.valueOf(words)).filter(said -> !said.contains(TO_EVERYBODY));
    }
}
