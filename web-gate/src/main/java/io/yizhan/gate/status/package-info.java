/**
 * The status service: worker and token, or the check of a token, for other programs over gRPC
 * ({@link io.yizhan.gate.status.StatusServer}); and the workers' counts for who reads them in Redis
 * ({@link io.yizhan.gate.status.CountKeeper}). The only package that knows gRPC.
 */
@NullMarked
package io.yizhan.gate.status;

import org.jspecify.annotations.NullMarked;
