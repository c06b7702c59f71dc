/** The state ports inside one process: for tests and for a worker that runs alone. */
@NullMarked
package io.yizhan.server.state.memory;

import org.jspecify.annotations.NullMarked;
