/**
 * Who is where, and which number comes next: the ports, and {@link io.yizhan.server.state.StateManager}, which joins
 * them with the sessions here.
 */
@NullMarked
package io.yizhan.server.state;

import org.jspecify.annotations.NullMarked;
