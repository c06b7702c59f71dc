package io.yizhan.server.delivery;

import chat.v2.Position;
import io.yizhan.server.session.SessionAddress;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Takes what devices have received and read. Never blocks or throws; one bad position refuses the whole list. */
public interface Receipts {
    /** Completes when the positions are moved; the others are told afterwards. */
    CompletionStage<Void> delivered(SessionAddress by, List<Position> positions);

    CompletionStage<Void> read(SessionAddress by, List<Position> positions);
}
