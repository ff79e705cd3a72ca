import { describe, expect, it } from 'vitest';
import { briefOf } from '../../src/core/brief.ts';
import { recommend } from '../../src/core/recommend.ts';
import { knowledge } from '../knowledge.ts';
import { outcome } from './briefs.ts';

/** Projects of every kind, with the verdict that each must get. */
const PROJECTS = {
  // Live, connected and JavaScript products.
  nodejs: [
    'Live auction house with bids shown to everyone at once, React team',
    'Group chat for our customers, everyone here writes TypeScript',
    'A multiplayer quiz for 5,000 players at once',
    'Collaborative whiteboard, like Google Docs for drawings',
    'Live location of couriers on a map, updated every second, JS team',
    'Next.js shop front with server rendering, TypeScript everywhere',
    'BFF in front of 14 partner APIs, low latency is a must',
    'API gateway that fans out to 20 suppliers and waits for the slowest; our devs write Node',
    'Webhooks at 3,000 requests per second, deployed on Lambda',
    'Edge functions on Cloudflare Workers for A/B tests, many concurrent users',
    'A flight search that must ask 40 airlines in parallel',
    'MQTT gateway for 20,000 smart meters, the team is all JavaScript',
    'Video platform: users upload large files and stream them, scale to zero',
    'Live scores for 50k viewers',
    'Our Express API stays; we add typing indicators and presence',
    'Microservices over Kafka, types shared between services and a React front end',
    'WebRTC signalling server for video calls, thousands online',
    "Kanban board where everybody sees each other's changes live, we know react and node",
    'Discord clone, 10k concurrent users',
    'Server-sent events to 30,000 open connections',
  ],
  // Records, staff, editors, data and Python teams.
  django: [
    'Internal tool for claims handlers with an approval workflow, Python team',
    'CRM for a sales team, user roles, Postgres',
    'Back office where staff manage orders and correct invoices',
    'School management system with grades, parents and teachers log in with roles',
    'Clinic appointment system with patient records and audit trail, must last ten years',
    'News portal, 20 editors, articles in five languages, Python developers',
    'A museum website where curators publish exhibitions with drafts and revisions; Django already runs',
    'Machine learning service that predicts churn, data scientists on the team',
    'Image recognition of plant diseases, results reviewed by experts in an admin',
    'Recommendation engine trained on purchase history, pandas and scikit-learn',
    'Inventory and purchasing for three warehouses, staff enter deliveries',
    'Find all wells within 5 km of a river, reports over related tables in PostGIS',
    'Government register that has to be maintained for 15 years with few dependencies',
    "Multi-tenant SaaS for accountants, each client's data apart, logins with roles",
    'Bookings and payments for a hotel chain, reception staff fix mistakes',
    'HR system with payroll data, permissions and approvals, team knows flask',
    'Marketplace admin: moderators approve listings, refunds, supplier contracts',
    'E-learning platform: authors write lessons, admins manage courses, Python shop',
    'Legal case management: sensitive documents, who may see what, ten-year retention',
    'We have a Django monolith and need a reporting module over many related tables',
    'Fintech ledger with transactions and KYC, security first',
    'Donation platform for a charity, staff issue receipts, GDPR',
    'Job board: employers post, our moderators review, 30 developers need one structure',
    "Fraud detection models plus an investigator's back office, we write Python",
    'Small team: staff screens and live chat',
  ],
  // Systems of two parts.
  both: [
    'Dispatch centre: live positions of 300 ambulances, and staff screens for shifts and vehicles; two teams',
    'Shop back office for staff and a live auction with 20k viewers, team of 15',
    'Dashboards and registry for staff, plus an MQTT gateway for 10,000 sensors sending every second; separate teams',
    'Machine learning on images and a realtime multiplayer front, 25 engineers',
    'Editors and admin screens in one part, Next.js server rendering in another, two teams',
    'Should we use both together? Back office and live chat',
    'Hotel aggregator: parallel calls to 80 suppliers and a back office where staff correct contracts, team of 12',
    'Trading desk: live quotes for brokers, risk models computed nightly on large datasets, 20 developers',
  ],
  // What cancels out.
  either: [
    'A REST API, our devs know both Python and JavaScript',
    'Live updates and logins with roles, nothing else',
    'GraphQL API for a mobile app, half of us write Python, half JavaScript',
  ],
  // What none of them is for.
  neither: [
    'Landing page for a conference',
    'Portfolio site for a photographer',
    'Opening hours and a menu for a cafe',
    'A standard online shop selling candles, nothing custom',
    'We are a Laravel team and build a customer portal',
    'First person shooter with a physics engine',
    'High frequency trading with microsecond latency',
    'Tiny JSON API in Python with two endpoints',
  ],
  // Too little said.
  ask: [
    'Something for our company',
    'We need an app',
    'Which one is better for a startup?',
    'A mobile app',
    'No real time needed, no CMS and no maps',
    'Like Instagram but for dogs',
  ],
} as const;

describe('projects and their verdicts', () => {
  for (const [expected, projects] of Object.entries(PROJECTS)) {
    for (const text of projects) {
      it(`${expected}: ${text}`, () => {
        expect(outcome(recommend(briefOf(knowledge.readNeeds(text)), knowledge.pack))).toBe(expected);
      });
    }
  }
});
