/**
 * What a server shows of itself to those who dial it, and how that is replaced while it runs. Starting point:
 * {@link io.yizhan.tls.FollowedKey}.
 */
@NullMarked
package io.yizhan.tls;

import org.jspecify.annotations.NullMarked;
