package io.eventfork.template;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The KMS keys with which routes encrypt. One that is named by an alias is made by the template;
 * one that is named by its id or ARN exists; those that AWS manages need neither. Not thread-safe.
 */
final class KmsKeys {

    private static final String ALIAS = "alias/";
    private static final String OF_AWS = "alias/aws/";
    private static final Pattern ARN = Pattern.compile("arn:[^:]+:kms:[^:]+:\\d{12}:key/[\\w-]+");
    private static final Pattern ID = Pattern.compile("(mrk-)?[0-9a-f-]{32,36}");

    private final Set<String> aliases = new TreeSet<>();

    /** Allows a route something with its key. */
    void allow(RouteUnit unit, String key, Grants grants, String... actions) {
        if (key == null || key.isBlank() || key.startsWith(OF_AWS)) {
            return;
        }
        Optional<JsonNode> arn = arn(key);
        if (arn.isEmpty()) {
            grants.notCovered(
                    unit, "the KMS key %s: name it by alias/…, key id or key ARN".formatted(key));
            return;
        }
        grants.allow(unit.app(), arn.get(), List.of(actions));
    }

    private Optional<JsonNode> arn(String key) {
        if (key.startsWith(ALIAS)) {
            aliases.add(key);
            return Optional.of(Json.attribute(logicalId(key), "Arn"));
        }
        if (ARN.matcher(key).matches()) {
            return Optional.of(Json.text(key));
        }
        return ID.matcher(key).matches()
                ? Optional.of(Json.text(Arns.regional("kms", "key/" + key)))
                : Optional.empty();
    }

    /** The aliases of keys to be made. */
    Set<String> aliases() {
        return aliases;
    }

    static String logicalId(String alias) {
        return LogicalIds.of("Key", alias.substring(ALIAS.length()));
    }
}
