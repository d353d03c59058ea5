package io.eventfork.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eventfork.event.FilterPolicy.Scope;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import software.amazon.event.ruler.Machine;

/**
 * Compares random policies and messages with AWS's own event ruler, on the ground both share: no
 * arrays of objects, which the ruler keeps apart and SNS flattens, and no numbers of more than 15
 * digits, which the ruler does not compare.
 */
class FilterPolicyRulerTest {

    private static final List<String> KEYS = List.of("a", "b", "c");
    private static final List<String> SCALARS =
            List.of(
                    "\"x\"",
                    "\"xy\"",
                    "\"X\"",
                    "\"\"",
                    "\"1\"",
                    "\"10.0.0.7\"",
                    "\"2001:db8::1\"",
                    "1",
                    "1.0",
                    "-1",
                    "0",
                    "-0.0",
                    "99.99",
                    "100",
                    "100.00",
                    "1e2",
                    "999999999.99999",
                    "true",
                    "false",
                    "null");
    private static final List<String> TESTS =
            List.of(
                    "\"x\"",
                    "\"\"",
                    "\"1\"",
                    "1",
                    "100",
                    "-0",
                    "true",
                    "false",
                    "null",
                    "{\"prefix\":\"x\"}",
                    "{\"prefix\":\"1\"}",
                    "{\"suffix\":\"y\"}",
                    "{\"equals-ignore-case\":\"x\"}",
                    "{\"exists\":true}",
                    "{\"exists\":false}",
                    "{\"numeric\":[\"=\",1]}",
                    "{\"numeric\":[\"<\",0]}",
                    "{\"numeric\":[\">=\",100]}",
                    "{\"numeric\":[\">\",-1,\"<=\",99.99]}",
                    "{\"numeric\":[\"=\",999999999.99999]}",
                    "{\"cidr\":\"10.0.0.0/29\"}",
                    "{\"cidr\":\"2001:db8::/32\"}",
                    "{\"anything-but\":\"x\"}",
                    "{\"anything-but\":[\"x\",\"xy\"]}",
                    "{\"anything-but\":100}",
                    "{\"anything-but\":[0,1]}",
                    "{\"anything-but\":{\"prefix\":\"x\"}}");

    private final ObjectMapper json = new ObjectMapper();
    private final Random random = new Random(20_261_121);

    @Test
    void agreesWithTheEventRuler() throws Exception {
        int matched = 0;
        for (int round = 0; round < 4_000; round++) {
            String policy = policy();
            FilterPolicy ours = FilterPolicy.parse(policy, Scope.MESSAGE_BODY);
            Machine theirs = Machine.builder().build();
            theirs.addRule("policy", policy);
            for (int message = 0; message < 5; message++) {
                String body = message().toString();
                boolean expected = !theirs.rulesForJSONEvent(body).isEmpty();
                matched += expected ? 1 : 0;
                assertThat(ours.matches(Map.of(), body))
                        .as("%s on %s", policy, body)
                        .isEqualTo(expected);
            }
        }
        assertThat(matched).isBetween(2_000, 18_000);
    }

    private String policy() throws Exception {
        ObjectNode policy = conditions(1 + random.nextInt(2));
        if (random.nextInt(3) == 0) {
            policy.set("d", conditions(1));
        }
        if (random.nextInt(3) == 0) {
            ArrayNode alternatives = policy.putArray("$or");
            alternatives.add(conditions(1)).add(conditions(2));
        }
        return policy.toString();
    }

    private ObjectNode conditions(int keys) throws Exception {
        ObjectNode conditions = json.createObjectNode();
        while (conditions.size() < keys) {
            ArrayNode values = conditions.putArray(pick(KEYS));
            for (int i = 0; i <= random.nextInt(2); i++) {
                values.add(json.readTree(pick(TESTS)));
            }
        }
        return conditions;
    }

    private ObjectNode message() throws Exception {
        ObjectNode message = scalars();
        if (random.nextBoolean()) {
            message.set("d", scalars());
        }
        return message;
    }

    private ObjectNode scalars() throws Exception {
        ObjectNode scalars = json.createObjectNode();
        for (String key : KEYS) {
            switch (random.nextInt(4)) {
                case 0 -> {
                    ArrayNode values = scalars.putArray(key);
                    for (int i = random.nextInt(3); i > 0; i--) {
                        values.add(json.readTree(pick(SCALARS)));
                    }
                }
                case 1 -> scalars.remove(key);
                default -> scalars.set(key, json.readTree(pick(SCALARS)));
            }
        }
        return scalars;
    }

    private String pick(List<String> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
