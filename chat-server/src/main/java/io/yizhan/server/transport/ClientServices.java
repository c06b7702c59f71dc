package io.yizhan.server.transport;

import io.yizhan.server.archive.UserDirectory;
import io.yizhan.server.auth.Authenticator;
import io.yizhan.server.delivery.Admission;
import io.yizhan.server.delivery.CatchUp;
import io.yizhan.server.delivery.MessageSender;
import io.yizhan.server.delivery.Recalls;
import io.yizhan.server.delivery.Receipts;
import io.yizhan.server.delivery.Typings;
import io.yizhan.server.presence.Presences;
import io.yizhan.server.state.StateManager;
import io.yizhan.settings.SendLimit;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What stands behind the clients' requests.
 *
 * @param sendLimit how fast one connection may send at present; empty for no limit
 */
public record ClientServices(
        Authenticator authenticator,
        StateManager states,
        MessageSender sender,
        CatchUp catchUp,
        Receipts receipts,
        Recalls recalls,
        UserDirectory users,
        Admission admission,
        Presences presences,
        Typings typings,
        Supplier<Optional<SendLimit>> sendLimit,
        GroupServices groups) {}
