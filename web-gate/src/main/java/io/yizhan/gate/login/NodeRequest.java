package io.yizhan.gate.login;

import io.yizhan.gate.error.GateError;
import io.yizhan.gate.error.Refusal;
import io.yizhan.identity.NodeId;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The body of {@code POST /api/v1/node}, as it came. */
record NodeRequest(@Nullable List<@Nullable Long> excludeNodeIds) {
    /** @throws Refusal INVALID_ARGUMENT if one is not a node's id */
    Set<NodeId> checkedExclusions() {
        if (excludeNodeIds == null) {
            return Set.of();
        }
        return excludeNodeIds.stream().map(NodeRequest::checked).collect(Collectors.toSet());
    }

    private static NodeId checked(@Nullable Long id) {
        if (id == null || id < 0) {
            throw new Refusal(GateError.INVALID_ARGUMENT, "excludeNodeIds must be node ids");
        }
        return new NodeId(id);
    }
}
