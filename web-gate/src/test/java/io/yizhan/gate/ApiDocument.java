package io.yizhan.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** The gate's OpenAPI document as a test reads it: its calls in order, and whether JSON is of a schema. */
final class ApiDocument {
    private static final String REFERENCE = "$ref";

    private final JsonNode document;

    ApiDocument(JsonNode document) {
        this.document = document;
    }

    List<Call> calls() {
        List<Call> calls = new ArrayList<>();
        for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
            for (Map.Entry<String, JsonNode> call : path.getValue().properties()) {
                calls.add(new Call(call.getKey().toUpperCase(Locale.ROOT), path.getKey(), call.getValue()));
            }
        }
        return calls;
    }

    Call call(String method, String path) {
        return calls().stream()
                .filter(call -> call.method().equals(method) && call.path().equals(path))
                .findAny()
                .orElseThrow();
    }

    JsonNode resolve(JsonNode node) {
        String reference = node.path(REFERENCE).asString("");
        return reference.isEmpty() ? node : document.at(reference.substring(1));
    }

    /** Fails, naming the place, where the value is not as the schema says; only what the document uses is known. */
    void check(JsonNode value, JsonNode reference, String place) {
        JsonNode schema = resolve(reference);
        if (schema.isEmpty()) {
            return;
        }
        switch (schema.path("type").asString("")) {
            case "object" -> checkObject(value, schema, place);
            case "array" -> {
                assertThat(value.isArray()).as(place).isTrue();
                for (int i = 0; i < value.size(); i++) {
                    check(value.get(i), schema.get("items"), place + "/" + i);
                }
            }
            case "string" -> checkString(value, schema, place);
            case "integer" -> {
                assertThat(value.isIntegralNumber()).as(place + ": " + value).isTrue();
                assertThat(value.asLong())
                        .as(place)
                        .isBetween(
                                schema.path("minimum").asLong(Long.MIN_VALUE),
                                schema.path("maximum").asLong(Long.MAX_VALUE));
            }
            case "boolean" -> assertThat(value.isBoolean()).as(place).isTrue();
            default -> throw new AssertionError("A schema of no known type at " + place + ": " + schema);
        }
    }

    private void checkObject(JsonNode value, JsonNode schema, String place) {
        assertThat(value.isObject()).as(place + ": " + value).isTrue();
        schema.path("required")
                .forEach(name -> assertThat(value.has(name.asString()))
                        .as(place + " has " + name)
                        .isTrue());
        for (Map.Entry<String, JsonNode> member : value.properties()) {
            JsonNode known = schema.path("properties").path(member.getKey());
            JsonNode other = schema.path("additionalProperties");
            if (!known.isMissingNode()) {
                check(member.getValue(), known, place + "/" + member.getKey());
            } else if (other.isObject()) {
                check(member.getValue(), other, place + "/" + member.getKey());
            } else {
                assertThat(other.asBoolean(true))
                        .as(place + " may have " + member.getKey())
                        .isTrue();
            }
        }
    }

    private static void checkString(JsonNode value, JsonNode schema, String place) {
        assertThat(value.isString()).as(place + ": " + value).isTrue();
        String text = value.asString();
        if (schema.has("pattern")) {
            assertThat(text).as(place).matches(schema.get("pattern").asString());
        }
        if (schema.has("enum")) {
            assertThat(schema.get("enum").valueStream().map(JsonNode::asString))
                    .as(place)
                    .contains(text);
        }
        assertThat(text.length())
                .as(place)
                .isBetween(
                        schema.path("minLength").asInt(0),
                        schema.path("maxLength").asInt(Integer.MAX_VALUE));
    }

    /** One call of the document. */
    record Call(String method, String path, JsonNode node) {
        @Override
        public String toString() {
            return method + " " + path;
        }

        boolean isForUsers() {
            return !node.path("security").isEmpty();
        }

        boolean isForAdmins() {
            return node.path("x-role").asString("").equals("ADMIN");
        }

        boolean takesBody() {
            return node.has("requestBody");
        }

        JsonNode body() {
            return node.at("/requestBody/content/application~1json");
        }

        int success() {
            return node.path("responses").propertyNames().stream()
                    .filter(status -> status.startsWith("2"))
                    .mapToInt(Integer::parseInt)
                    .findFirst()
                    .orElseThrow();
        }

        JsonNode answer() {
            return node.path("responses").path(Integer.toString(success())).at("/content/application~1json");
        }

        /** Its path with the examples of its parameters; a value given for a name takes the example's place. */
        String examplePath(Map<String, String> instead) {
            StringBuilder query = new StringBuilder();
            String filled = path;
            for (JsonNode parameter : node.path("parameters")) {
                String name = parameter.path("name").asString();
                String value =
                        instead.getOrDefault(name, parameter.path("example").asString(""));
                if (parameter.path("in").asString().equals("path")) {
                    filled = filled.replace("{" + name + "}", value);
                } else if (!value.isEmpty()) {
                    query.append(query.isEmpty() ? '?' : '&')
                            .append(name)
                            .append('=')
                            .append(value);
                }
            }
            return filled + query;
        }

        /** The codes that the document names for a status; of all statuses for 0. */
        TreeSet<String> codes(int status) {
            return node.path("responses").properties().stream()
                    .filter(response -> status == 0 || response.getKey().equals(Integer.toString(status)))
                    .flatMap(response -> response.getValue().path("x-codes").valueStream())
                    .map(JsonNode::asString)
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }
}
