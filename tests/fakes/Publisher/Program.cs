using System.Globalization;
using System.Security.Cryptography;
using Hearth.Protocol;
using Hearth.Protocol.Signing;
using Hearth.Repo;

// Publishes until it is killed: one name after the other, each version other bytes. Says "reached STEP" after each
// step, and "published NAME VERSION SHA256" once that is so. usage: Publisher STATE SEED
var state = args[0];
var random = new Random(int.Parse(args[1], CultureInfo.InvariantCulture));
using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
var signer = EcdsaP256.CreateSigner(key, Name.Parse("/p/alice/KEY/k1"));
var options = new RepoOptions { Quota = 4 << 20, Reached = step => Console.WriteLine($"reached {step}") };
using var repo = ContentRepo.Open(state, options);
repo.AnswerFor(Name.Parse("/p/alice"), signer);
while (true)
{
    var content = new byte[random.Next(600_000)];
    random.NextBytes(content);
    using var stream = new MemoryStream(content);
    // Of known and of unknown size in turn, as these take different ways.
    var request = new PublishRequest(Name.Parse($"/p/alice/{random.Next(3)}"), signer) { Size = random.Next(2) == 0 ? content.Length : null };
    var outcome = await repo.PublishAsync(request, stream, DateTimeOffset.UtcNow, CancellationToken.None);
    var publication = ((PublishOutcome.Published)outcome).Publication;
    Console.WriteLine($"published {publication.Name} {publication.Version} {Convert.ToHexString(publication.Sha256.Span)}");
}
