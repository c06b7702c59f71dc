package io.yizhan.gate.balance;

import io.yizhan.discovery.ImNode;

/**
 * A worker that may be chosen.
 *
 * @param node as last reported
 * @param load what it reported and what this gate has sent there since
 */
public record Candidate(ImNode node, long load) {}
