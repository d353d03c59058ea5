package io.eventfork.cart;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eventfork.contract.Requests;
import io.eventfork.event.CardGuard;
import io.eventfork.problem.Fault;
import java.util.ArrayList;
import java.util.List;

/**
 * What may name a user and a product. They become keys of a table, words of a mail and a part of a
 * detail type: so they have no line breaks, which would end a mail's header, and are no longer than
 * an e-mail address and than what is left of a detail type's 128 characters. Thread-safe.
 */
final class CartNames {

    static final String USER = "user";
    static final String PRODUCT = "product";

    /** The longest name of a user, that of an e-mail address (RFC 5321), in characters. */
    static final int LONGEST_USER = 254;

    /** The longest name of a product, in characters. */
    static final int LONGEST_PRODUCT = 100;

    private final CardGuard cardGuard;

    CartNames(CardGuard cardGuard) {
        this.cardGuard = cardGuard;
    }

    /** Everything that is wrong with the members user and product; empty if nothing is. */
    List<Fault> faults(ObjectNode names) {
        List<Fault> faults = new ArrayList<>(userFaults(names));
        faults.addAll(fault(names, PRODUCT, LONGEST_PRODUCT));
        return faults;
    }

    /** Everything that is wrong with the member user. */
    List<Fault> userFaults(ObjectNode names) {
        return fault(names, USER, LONGEST_USER);
    }

    /** The same faults of parameters, which have no pointer but a name. */
    static List<Fault> ofParameters(List<Fault> faults) {
        return faults.stream()
                .map(fault -> new Fault(fault.pointer().substring(1), fault.message()))
                .toList();
    }

    private List<Fault> fault(ObjectNode names, String member, int longest) {
        JsonNode name = names.path(member);
        String problem = name.isMissingNode() ? "is missing" : problem(name, longest);
        String pointer = "/" + member;
        return problem == null
                ? Requests.maskedIdentifiers(names, cardGuard.mask(names), List.of(pointer))
                : List.of(new Fault(pointer, problem));
    }

    private static String problem(JsonNode name, int longest) {
        if (!name.isTextual()) {
            return "must be a text";
        }
        String text = name.textValue();
        if (text.isEmpty() || text.codePointCount(0, text.length()) > longest) {
            return "must have 1 to " + longest + " characters";
        }
        if (text.codePoints().anyMatch(CartNames::isForbidden)) {
            return "must have no control characters and no line breaks";
        }
        return text.strip().equals(text) ? null : "must not begin or end with white space";
    }

    private static boolean isForbidden(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE ->
                    true;
            default -> false;
        };
    }
}
