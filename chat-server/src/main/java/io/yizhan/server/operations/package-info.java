/** What {@code bin/chatctl} does for operators; knows ports only. */
@NullMarked
package io.yizhan.server.operations;

import org.jspecify.annotations.NullMarked;
