package io.yizhan.server.config;

import io.yizhan.identity.UserId;
import java.util.List;

/**
 * The login that a standalone worker has built in; on loopback only.
 *
 * @param port 0 for any free one
 * @param users exist from the start, with the password {@code name-pass}; by default nobody
 */
public record LocalGateConfig(int port, List<UserId> users) {}
