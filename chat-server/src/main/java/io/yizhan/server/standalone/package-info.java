/**
 * The login that a worker has built in when it runs alone: the calls of the gate that a client needs, over accounts in
 * memory. Starting point: {@link io.yizhan.server.standalone.LocalGate}.
 */
@NullMarked
package io.yizhan.server.standalone;

import org.jspecify.annotations.NullMarked;
