/**
 * The wire: how frames of the client protocol are cut out of bytes. Starting points:
 * {@link io.yizhan.protocol.FrameDecoder}, {@link io.yizhan.protocol.FrameEncoder}.
 */
@NullMarked
package io.yizhan.protocol;

import org.jspecify.annotations.NullMarked;
