package io.yizhan.server;

import io.yizhan.access.TokenStore;
import io.yizhan.server.archive.PositionStore;
import io.yizhan.server.archive.UserDirectory;
import io.yizhan.server.delivery.DeliveryPorts;
import io.yizhan.server.state.UnsavedPositions;
import java.util.function.BooleanSupplier;

/**
 * What a worker's own parts stand on, whatever is behind it.
 *
 * @param isFull whether the log can take no more without risk to what waits in it
 */
record Backing(
        DeliveryPorts ports,
        UnsavedPositions unsaved,
        PositionStore positions,
        UserDirectory users,
        TokenStore tokens,
        BooleanSupplier isFull) {}
