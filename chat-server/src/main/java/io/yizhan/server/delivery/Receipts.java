package io.yizhan.server.delivery;

import chat.v2.Position;
import io.yizhan.server.session.SessionAddress;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Takes what devices have received and read. Never blocks or throws; one bad position refuses the whole list. */
public interface Receipts {
    /**
     * Moves the device's cursors and the user's positions. Completes when they are moved; the others are told
     * afterwards.
     *
     * @param exist whether all these numbers are known to exist, since the device was told of them
     */
    CompletionStage<Void> delivered(SessionAddress by, List<Position> positions, boolean exist);

    /** Moves both positions of the user. Completes when they are moved; the others are told afterwards. */
    CompletionStage<Void> read(SessionAddress by, List<Position> positions);
}
