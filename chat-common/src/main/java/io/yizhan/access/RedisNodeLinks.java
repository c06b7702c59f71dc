package io.yizhan.access;

import io.yizhan.identity.NodeId;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.Response;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.params.SetParams;
import tools.jackson.databind.json.JsonMapper;

/**
 * The workers' links in Redis: {@code im:links:<nodeId>} holds {@code {"<peerId>":"<state>",…}} and expires by itself,
 * so nobody has to clean up after a worker that died. Blocks; safe from any thread; fails with a {@code JedisException}
 * when Redis cannot be reached.
 */
public final class RedisNodeLinks implements NodeLinks {
    /** Workers report every 5 s, so two reports may fail. */
    public static final Duration EXPIRY = Duration.ofSeconds(15);

    private static final String LINKS = "im:links:";

    private final UnifiedJedis redis;
    private final Duration expiry;
    private final JsonMapper json = JsonMapper.builder().build();

    /** @param expiry after which a worker that says nothing more is forgotten */
    public RedisNodeLinks(UnifiedJedis redis, Duration expiry) {
        this.redis = redis;
        this.expiry = expiry;
    }

    @Override
    public void publish(NodeId self, List<Link> links) {
        var states = json.createObjectNode();
        links.forEach(link -> states.put(link.peer().toString(), link.state()));
        redis.set(
                LINKS + self,
                json.writeValueAsString(states),
                SetParams.setParams().px(expiry.toMillis()));
    }

    @Override
    public Map<NodeId, List<Link>> find(Collection<NodeId> nodes) {
        Map<NodeId, Response<String>> answers = new HashMap<>();
        try (AbstractPipeline pipeline = redis.pipelined()) {
            nodes.forEach(node -> answers.put(node, pipeline.get(LINKS + node)));
            pipeline.sync();
        }
        Map<NodeId, List<Link>> found = new HashMap<>();
        answers.forEach(
                (node, answer) -> Optional.ofNullable(answer.get()).ifPresent(said -> found.put(node, decode(said))));
        return found;
    }

    private List<Link> decode(String said) {
        return json.readTree(said).properties().stream()
                .map(entry -> new Link(
                        new NodeId(Long.parseLong(entry.getKey())),
                        entry.getValue().asString()))
                .sorted(Comparator.comparing(Link::peer))
                .toList();
    }
}
