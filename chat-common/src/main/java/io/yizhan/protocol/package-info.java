/** The wire: how frames of the client protocol are cut out of bytes. Starting points: the frame decoder and encoder. */
@NullMarked
package io.yizhan.protocol;

import org.jspecify.annotations.NullMarked;
