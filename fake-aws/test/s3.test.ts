import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3'
import { afterAll, beforeAll } from 'vitest'
import { FakeAws } from '../src/index.ts'
import { type S3Server, testS3 } from './s3-conformance.ts'

let aws: FakeAws
let server: S3Server

beforeAll(async () => {
  aws = await FakeAws.start()
  server = {
    client: clientOf(aws.credentials.secretAccessKey),
    impostor: clientOf('wrong'),
    bucket: 'conformance',
  }
  await server.client.send(new CreateBucketCommand({ Bucket: server.bucket }))
})

afterAll(async () => {
  await aws[Symbol.asyncDispose]()
})

testS3(() => server)

function clientOf(secretAccessKey: string): S3Client {
  return new S3Client({
    endpoint: aws.url,
    region: 'us-east-1',
    forcePathStyle: true,
    maxAttempts: 1,
    credentials: { accessKeyId: aws.credentials.accessKeyId, secretAccessKey },
  })
}
