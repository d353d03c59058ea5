package io.eventfork.problem;

/**
 * One thing that is wrong with a request.
 *
 * @param pointer JSON pointer (RFC 6901) of the member at fault; empty for the whole body
 * @param message what is wrong, without any value of the request
 */
public record Fault(String pointer, String message) {

    /** The pointer of a member of the object at another pointer. */
    public static String pointer(String object, String member) {
        return object + "/" + member.replace("~", "~0").replace("/", "~1");
    }
}
