// SPDX-License-Identifier: Apache-2.0
package com.avvyland.worker.preview;

import com.avvyland.worker.source.Model;
import java.util.HashMap;
import java.util.Map;

/**
 * Asks the workbench page for something that is done to a file.
 *
 * @param tool name of the page's function
 * @param alone whether the page is opened for this job and closed after it
 * @param input what it works on, served to it for as long as the job lasts
 * @param options what else the function takes
 * @param answerMax most bytes of the answer's body
 */
record PageJob(String tool, boolean alone, Model input, Map<String, Object> options, long answerMax) {

    /** Return what the page's function takes, for an input that is served under a path. */
    Map<String, Object> request(SceneServer.Publication published) {
        var request = new HashMap<String, Object>(options);
        request.put("base", published.base());
        request.put("file", published.file());
        // Playwright takes no long.
        request.put("answerMax", (double) answerMax);
        return request;
    }
}
