package io.yizhan.server.group;

import io.yizhan.server.archive.GroupRegister;
import io.yizhan.server.archive.GroupStore;
import io.yizhan.server.archive.UserDirectory;
import io.yizhan.server.delivery.MessageSender;
import io.yizhan.server.state.GroupDirectory;

/**
 * What a change of a group stands on.
 *
 * @param directory refuses what those send who are about to go
 * @param sender brings the events to the log
 */
public record DeskPorts(
        GroupStore store,
        GroupRegister register,
        UserDirectory users,
        GroupDirectory directory,
        MessageSender sender) {}
