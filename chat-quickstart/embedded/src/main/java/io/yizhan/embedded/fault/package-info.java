/** Links that fail on demand: {@link io.yizhan.embedded.fault.FaultProxy} stands between a client and a server. */
@NullMarked
package io.yizhan.embedded.fault;

import org.jspecify.annotations.NullMarked;
