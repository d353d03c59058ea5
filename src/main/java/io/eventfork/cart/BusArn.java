package io.eventfork.cart;

/**
 * The ARN of a bus, of which the ARNs of what is beside it in the same account follow.
 *
 * @param text {@code arn:<partition>:events:<region>:<account>:event-bus/<name>}
 */
record BusArn(String text, String partition, String region, String account) {

    static BusArn of(String text) {
        String[] parts = text.split(":", 6);
        if (parts.length != 6) {
            throw new IllegalArgumentException("This is no ARN: " + text);
        }
        return new BusArn(text, parts[1], parts[3], parts[4]);
    }

    String queueArn(String name) {
        return "arn:%s:sqs:%s:%s:%s".formatted(partition, region, account, name);
    }

    /** The ARN of a role of that name, or what is an ARN itself. */
    String roleArn(String nameOrArn) {
        return nameOrArn.startsWith("arn:")
                ? nameOrArn
                : "arn:%s:iam::%s:role/%s".formatted(partition, account, nameOrArn);
    }
}
