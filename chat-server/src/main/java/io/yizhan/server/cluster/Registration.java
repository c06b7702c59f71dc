package io.yizhan.server.cluster;

import io.yizhan.identity.Incarnation;

/**
 * A znode that is ours.
 *
 * @param path its full path
 * @param life the incarnation that it stands for
 */
record Registration(String path, Incarnation life) {}
