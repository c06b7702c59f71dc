/**
 * Ports behind which an implementation of a user's own may stand, found on the class path: docs/extending.md. Starting
 * points: {@link io.yizhan.server.extension.PortProvider}, {@link io.yizhan.server.extension.PortContext}.
 */
@NullMarked
package io.yizhan.server.extension;

import org.jspecify.annotations.NullMarked;
