/** The way of a message: lanes that number and store it, the router that brings it to sessions, catching up. */
@NullMarked
package io.yizhan.server.delivery;

import org.jspecify.annotations.NullMarked;
