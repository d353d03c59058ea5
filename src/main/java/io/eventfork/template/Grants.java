package io.eventfork.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What each use case may do with which resource. Not thread-safe. */
final class Grants {

    /**
     * To what actions apply.
     *
     * @param condition of the statement, null if there is none
     */
    private record Scope(JsonNode resource, JsonNode condition) {}

    /** What statements have in common that can be one. */
    private record Rights(Set<String> actions, JsonNode condition) {}

    private final Map<String, Map<Scope, Set<String>>> byApp = new TreeMap<>();
    private final Map<String, String> reasons = new TreeMap<>();
    private final Set<String> notCovered = new LinkedHashSet<>();

    /** Allows a use case some actions on a resource. */
    void allow(String app, JsonNode resource, Collection<String> actions) {
        allowIf(app, resource, null, actions);
    }

    /** As {@link #allow}, while a condition holds. */
    void allowIf(String app, JsonNode resource, JsonNode condition, Collection<String> actions) {
        if (!actions.isEmpty()) {
            byApp.computeIfAbsent(app, name -> new LinkedHashMap<>())
                    .computeIfAbsent(new Scope(resource, condition), scope -> new TreeSet<>())
                    .addAll(actions);
        }
    }

    /** Allows a use case actions of a service that knows no resource for them. */
    void allowAnywhere(String app, JsonNode condition, String action, String reason) {
        allowIf(app, Json.text("*"), condition, List.of(action));
        reasons.put(app, action + " on *: " + reason);
    }

    /** Why the policy of a use case allows something on every resource, if it does. */
    Optional<String> reason(String app) {
        return Optional.ofNullable(reasons.get(app));
    }

    /** Notes what the policies do not allow because nobody can tell what it needs. */
    void notCovered(RouteUnit unit, String what) {
        notCovered.add(unit.id() + ": " + what);
    }

    /** One sentence each, without a full stop. */
    List<String> notCovered() {
        return List.copyOf(notCovered);
    }

    /** The use cases that need anything, in the order of their names. */
    Set<String> apps() {
        return byApp.keySet();
    }

    /** The policy document of a use case: one statement for resources with the same rights. */
    ObjectNode document(String app) {
        Map<Rights, List<JsonNode>> statements = new LinkedHashMap<>();
        byApp.get(app)
                .forEach(
                        (scope, actions) ->
                                statements
                                        .computeIfAbsent(
                                                new Rights(actions, scope.condition()),
                                                rights -> new ArrayList<>())
                                        .add(scope.resource()));
        ObjectNode document = Json.object().put("Version", "2012-10-17");
        ArrayNode list = document.putArray("Statement");
        statements.forEach((rights, resources) -> list.add(statement(rights, resources)));
        return document;
    }

    private static ObjectNode statement(Rights rights, List<JsonNode> resources) {
        ObjectNode statement = Json.object().put("Effect", "Allow");
        statement.set("Action", Json.texts(rights.actions()));
        // One alone is no list, since it may be a parameter that is a list itself.
        statement.set(
                "Resource",
                resources.size() == 1
                        ? resources.get(0)
                        : Json.NODES.arrayNode().addAll(resources));
        if (rights.condition() != null) {
            statement.set("Condition", rights.condition());
        }
        return statement;
    }
}
