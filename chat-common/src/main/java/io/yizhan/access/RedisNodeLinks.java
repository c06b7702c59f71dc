package io.yizhan.access;

import io.yizhan.identity.NodeId;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.Response;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.params.SetParams;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The workers' links in Redis: {@code im:links:<nodeId>} holds {@code {"<peerId>":"<state>",…}},
 * {@code im:traffic:<nodeId>} what went over them, {@code {"<peerId>":[frames,bytes,recipients,repeats],…}}. Both
 * expire by themselves, so nobody has to clean up after a worker that died. Blocks; safe from any thread; fails with a
 * {@code JedisException} when Redis cannot be reached.
 */
public final class RedisNodeLinks implements NodeLinks {
    /** Workers report every 5 s, so two reports may fail. */
    public static final Duration EXPIRY = Duration.ofSeconds(15);

    private static final String LINKS = "im:links:";
    private static final String TRAFFIC = "im:traffic:";

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
        ObjectNode states = json.createObjectNode();
        ObjectNode traffic = json.createObjectNode();
        links.forEach(link -> {
            states.put(link.peer().toString(), link.state());
            link.sent()
                    .ifPresent(sent -> traffic.putArray(link.peer().toString())
                            .add(sent.frames())
                            .add(sent.bytes())
                            .add(sent.recipients())
                            .add(sent.repeats()));
        });
        SetParams forAWhile = SetParams.setParams().px(expiry.toMillis());
        try (AbstractPipeline pipeline = redis.pipelined()) {
            Response<String> said = pipeline.set(LINKS + self, json.writeValueAsString(states), forAWhile);
            Response<String> counted = pipeline.set(TRAFFIC + self, json.writeValueAsString(traffic), forAWhile);
            pipeline.sync();
            said.get(); // throws what Redis refused
            counted.get();
        }
    }

    @Override
    public Map<NodeId, List<Link>> find(Collection<NodeId> nodes) {
        Map<NodeId, Answers> answers = new HashMap<>();
        try (AbstractPipeline pipeline = redis.pipelined()) {
            nodes.forEach(
                    node -> answers.put(node, new Answers(pipeline.get(LINKS + node), pipeline.get(TRAFFIC + node))));
            pipeline.sync();
        }
        Map<NodeId, List<Link>> found = new HashMap<>();
        answers.forEach((node, answer) -> Optional.ofNullable(answer.states().get())
                .ifPresent(said -> found.put(node, decode(said, answer.traffic().get()))));
        return found;
    }

    private List<Link> decode(String said, @Nullable String counted) {
        JsonNode traffic = counted == null ? json.createObjectNode() : json.readTree(counted);
        return json.readTree(said).properties().stream()
                .map(entry -> new Link(
                        new NodeId(Long.parseLong(entry.getKey())),
                        entry.getValue().asString(),
                        sent(traffic.path(entry.getKey()))))
                .sorted(Comparator.comparing(Link::peer))
                .toList();
    }

    private static Optional<Sent> sent(JsonNode figures) {
        return figures.isArray()
                ? Optional.of(new Sent(
                        figures.path(0).asLong(),
                        figures.path(1).asLong(),
                        figures.path(2).asLong(),
                        figures.path(3).asLong()))
                : Optional.empty();
    }

    private record Answers(Response<String> states, Response<String> traffic) {}
}
