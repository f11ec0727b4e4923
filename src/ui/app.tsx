import type { ReactNode } from "react";
import { useStore } from "zustand";
import { BrokenCard } from "./guards/broken-card.tsx";
import { KeptBrokenCard } from "./guards/kept-broken-card.tsx";
import { SlowedCard } from "./guards/slowed-card.tsx";
import { ResumeCard } from "./kept/resume-card.tsx";
import { SavingNote } from "./kept/saving-note.tsx";
import { StandstillNote } from "./kept/standstill-note.tsx";
import { MatchingDialog } from "./matching/matching-dialog.tsx";
import { DropTarget } from "./images/drop-target.tsx";
import { ImagesDialog } from "./images/images-dialog.tsx";
import { MissingImages } from "./images/missing-images.tsx";
import { NewerCard } from "./offline/newer-card.tsx";
import { useMessages } from "./messages/messages.ts";
import { PlanButton } from "./plan/plan-dialog.tsx";
import { Queue } from "./plan/queue.tsx";
import { RunsButton } from "./runs/runs-drawer.tsx";
import { Header } from "./shell/header.tsx";
import { LinkCard } from "./shell/link-card.tsx";
import { Milestones } from "./shell/milestones.tsx";
import { MatricesRegion } from "./shell/matrices-region.tsx";
import { CurvesRegion, NetworksRegion } from "./shell/regions.tsx";
import { Results } from "./shell/results.tsx";
import { SetupColumn, SetupSheet } from "./shell/setup-place.tsx";
import { useShortcuts } from "./shell/shortcuts.ts";
import { viewStore } from "./shell/view-store.ts";
import { Transport } from "./transport/transport.tsx";
import { useHasSetupColumn, useIsNarrow } from "./window-size.ts";
import "./shell/shell.css";

const setSelectedPair = (pair: string) => viewStore.setState({ pair });

/** The lab's one screen: header, set-up, the three views, transport. */
export function App(): ReactNode {
  const { app } = useMessages();
  const selectedPair = useStore(viewStore, ({ pair }) => pair);
  const isNarrow = useIsNarrow();
  const hasSetupColumn = useHasSetupColumn();
  useShortcuts();
  const networks = <NetworksRegion selectedPair={selectedPair} onSelectPair={setSelectedPair} />;
  const matrices = <MatricesRegion selectedPair={selectedPair} onSelectPair={setSelectedPair} />;
  const curves = <CurvesRegion />;
  return (
    <div className="app">
      <Header>{!hasSetupColumn && <SetupSheet />}</Header>
      {hasSetupColumn && <SetupColumn />}
      <main className="views" aria-label={app.main}>
        <div className="cards">
          <SavingNote />
          <StandstillNote />
          <NewerCard />
          <LinkCard />
          <MissingImages />
          <ResumeCard />
          <BrokenCard />
          <KeptBrokenCard />
          <SlowedCard />
        </div>
        {/* A phone shows first what moves. */}
        {isNarrow ? curves : networks}
        {matrices}
        {isNarrow ? networks : curves}
        <Results />
        <div className="runs-buttons">
          <PlanButton />
          <RunsButton />
        </div>
        <Queue />
      </main>
      <Transport />
      <Milestones />
      <MatchingDialog selectedPair={selectedPair} onSelectPair={setSelectedPair} />
      <ImagesDialog />
      <DropTarget />
    </div>
  );
}
