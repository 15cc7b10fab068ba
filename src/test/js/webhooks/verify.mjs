// SPDX-License-Identifier: Apache-2.0
import { Webhook } from 'standardwebhooks';

const { key, body, headers } = JSON.parse(process.argv[2]);
const webhook = new Webhook(Uint8Array.from(Buffer.from(key, 'hex')), { format: 'raw' });
try {
  webhook.verify(Buffer.from(body, 'hex'), headers, { jsonParse: false });
  process.stdout.write('accepted');
} catch (error) {
  process.stdout.write(error.name === 'WebhookVerificationError' ? 'refused' : String(error));
}
