package io.eventfork.localcloud;

import java.util.List;

/**
 * Fetches the stand-ins for the running Java, so that the first start needs no network; run by the
 * build.
 */
public final class FetchStandIns {

    private FetchStandIns() {}

    public static void main(String[] arguments) {
        JarStore jars = new JarStore(System.out::println);
        for (String standIn : List.of("sqs", "s3", "dynamodb", OpenSearchStandIn.lockFile())) {
            jars.jars(standIn);
        }
    }
}
