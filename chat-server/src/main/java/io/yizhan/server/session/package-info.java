/**
 * The sessions of this worker and the addresses of the others'. Starting points:
 * {@link io.yizhan.server.session.SessionManager}, {@link io.yizhan.server.session.ServerSession}.
 */
@NullMarked
package io.yizhan.server.session;

import org.jspecify.annotations.NullMarked;
