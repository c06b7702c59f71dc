/**
 * Where processes spent their time, out of their Flight Recorder files. Starting point:
 * {@link io.yizhan.bench.profile.Profile}.
 */
@NullMarked
package io.yizhan.bench.profile;

import org.jspecify.annotations.NullMarked;
