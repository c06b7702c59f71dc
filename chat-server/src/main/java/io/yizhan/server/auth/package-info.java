/** Who may log in. Starting point: {@link io.yizhan.server.auth.Authenticator}. */
@NullMarked
package io.yizhan.server.auth;

import org.jspecify.annotations.NullMarked;
