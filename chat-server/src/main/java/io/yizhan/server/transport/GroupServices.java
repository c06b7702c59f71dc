package io.yizhan.server.transport;

import io.yizhan.server.audience.OnlineMembers;
import io.yizhan.server.delivery.GroupDoor;

/**
 * What stands behind the clients' groups.
 *
 * @param door who may send
 * @param local who is told
 */
public record GroupServices(GroupDoor door, OnlineMembers local) {}
